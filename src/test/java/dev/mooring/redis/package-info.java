/**
 * Redis as people run it. Every kind passes the same {@link dev.mooring.redis.RedisContract} and is configured by what
 * {@code docs/redis.md} tells operators; the {@code IT} classes run whole instances on it.
 */
package dev.mooring.redis;
