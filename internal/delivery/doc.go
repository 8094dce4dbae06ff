// Package delivery answers what visitors' pages need, from a node's own read side: an immutable Snapshot in memory and an
// Index on disk. A Node loads the snapshot once per request; no request waits for a network or a lock. The Follower keeps
// both up to date with the publication log. It imports package published, and nothing of the authoring plane.
package delivery
