// Package sqlite is a store of links in one SQLite file, by a driver without cgo:
// for one machine. What a call has stored survives a crash of the process and of the
// machine (WAL with synchronous=FULL). Several processes may open the file.
package sqlite
