package dev.mooring.mcp.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mooring.mcp.backend.BackendProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramsSwitchedOffTest {

    @Test
    void program_isRefusedByDefault_withTheSettingThatAllowsIt() {
        ServiceRegistry services = new ServiceRegistry(null, null, null, null, BackendProperties.defaults(), null);
        ServiceInput program = new ServiceInput("p", "STDIO", null, null, null, null, null, null, null, "node", List.of(),
                Map.of());
        assertThatThrownBy(() -> services.draft(program, 1, true)).hasMessageContaining("mooring.mcp.stdio.enabled=true");
        assertThatThrownBy(() -> services.draft(program, 1, false)).hasMessageContaining("Only an ADMIN");
    }
}
