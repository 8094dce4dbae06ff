// Package published holds what passes from the authoring plane to the delivery plane, and nothing else: the records of
// the publication log, and the immutable Snapshot that a delivery node makes of them. It knows neither database nor HTTP.
//
// A record is a document ready to serve, named by kind and key. Each publication appends the records it changed under the
// next generation. The log is compact by construction: a record is kept once, with the generation that wrote it last, so
// "everything after generation n" is always answered from current state, and no node ever depends on history (ADR 0002).
package published
