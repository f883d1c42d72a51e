// Package postgres lets patterns/relation load from PostgreSQL, through pgx. All keys of a
// level are one parameter, an array, so that their number is not bounded by that of parameters.
package postgres
