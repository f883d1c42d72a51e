// Package relation answers the questions on related rows and indexes.
package relation
