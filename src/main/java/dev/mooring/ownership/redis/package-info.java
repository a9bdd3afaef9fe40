/**
 * Leases and locks in Redis. Kept true: every change is one command or one script on one key, every call is bounded in
 * time, and a call whose outcome is not known says so.
 */
package dev.mooring.ownership.redis;
