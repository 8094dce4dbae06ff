// Package query is the content query language: one tree of conditions, orders, fields and inclusions, read from the parameters of
// a GET or from the JSON of a POST, checked against a registry of what may be asked, and handed to a Reader (the read model) in
// typed form. It is the same for the published view and for a draft view.
//
// A path that the registry does not have, one that is kept from the caller and one that may not be filtered by are the same
// problem with the same words: nothing can be learnt by asking (SECURITY Q1–Q3). Names never reach SQL, and values are typed by
// their field before they are bound.
package query
