// Package sqlite lets patterns/relation load from SQLite. All keys of a level are one
// parameter, a JSON array that json_each takes apart, so that their number is bounded by the
// longest text alone: with SQLite's default of a thousand million bytes that is about a hundred million.
package sqlite
