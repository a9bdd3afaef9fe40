package dev.mooring.routes;

import dev.mooring.api.Page;
import dev.mooring.routes.RouteFiles.FileView;
import java.util.List;
import org.apache.camel.Variable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Route step {@code routeFiles}: the route files of this instance, page by page. */
@Component("routeFiles")
public class RouteFilesPage {

    private final ObjectProvider<RouteFiles> files;

    RouteFilesPage(ObjectProvider<RouteFiles> files) {
        this.files = files;
    }

    /** What {@code GET /api/routes} answers. */
    public Page<FileView> show(@Variable("page") int page, @Variable("size") int size) {
        List<FileView> all = files.getObject().files();
        int from = Math.min(page * size, all.size());
        return new Page<>(all.subList(from, Math.min(from + size, all.size())), page, size, all.size());
    }
}
