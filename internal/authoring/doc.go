// Package authoring is the system of record's use cases, one a file: who may do it, is it valid, then one transaction that
// holds the row, its revision, its audit line and its publication. No visitor request ever reaches it.
package authoring
