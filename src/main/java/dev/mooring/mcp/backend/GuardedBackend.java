package dev.mooring.mcp.backend;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A backend behind its service's circuit breaker: while that is open, callers are refused at once instead of waiting for
 * what does not answer. Reading the tools is always tried, and closes it when it succeeds.
 */
final class GuardedBackend implements ToolBackend {

    private final SessionBackend backend;
    private final CircuitBreaker breaker;

    GuardedBackend(SessionBackend backend, CircuitBreaker breaker) {
        this.backend = backend;
        this.breaker = breaker;
    }

    SessionBackend backend() {
        return backend;
    }

    CircuitBreaker breaker() {
        return breaker;
    }

    @Override
    public List<BackendTool> tools(Duration timeout) {
        List<BackendTool> tools = measured(() -> backend.tools(timeout));
        if (breaker.getState() != CircuitBreaker.State.CLOSED) {
            breaker.transitionToClosedState();
        }
        return tools;
    }

    @Override
    public Map<String, Object> call(String tool, Map<String, Object> arguments, CallContext context) {
        permitted();
        return measured(() -> backend.call(tool, arguments, context));
    }

    @Override
    public Map<String, Object> request(String method, Map<String, Object> params, CallContext context) {
        permitted();
        return measured(() -> backend.request(method, params, context));
    }

    @Override
    public Map<String, Object> capabilities(Duration timeout) {
        permitted();
        return measured(() -> backend.capabilities(timeout));
    }

    private void permitted() {
        try {
            breaker.acquirePermission();
        } catch (CallNotPermittedException e) {
            throw new BackendFailure(("The service '%s' has failed repeatedly and is left alone for a moment; "
                    + "try again later").formatted(backend.service().name()), e);
        }
    }

    private <T> T measured(Supplier<T> use) {
        long start = System.nanoTime();
        try {
            T result = use.get();
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return result;
        } catch (BackendFailure e) {
            if (e.outage()) {
                breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            } else if (e.rpcError() != null) {
                breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            } else {
                breaker.releasePermission(); // cancelled, or we are stopping: that says nothing about the service
            }
            throw e;
        } catch (RuntimeException e) {
            breaker.releasePermission();
            throw e;
        }
    }

    @Override
    public void close() {
        backend.close();
    }
}
