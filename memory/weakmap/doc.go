// Package weakmap has maps that do not keep their values, or their keys, alive.
package weakmap
