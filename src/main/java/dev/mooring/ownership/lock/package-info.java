/**
 * Who owns a server. Kept true: what is owned was claimed by one conditional update of its row, holds its lock in Redis,
 * and ends with the term it was claimed in. The row decides; the lock shows and fences. Read first:
 * {@link dev.mooring.ownership.lock.LockProtocol}.
 */
package dev.mooring.ownership.lock;
