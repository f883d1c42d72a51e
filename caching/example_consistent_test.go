package caching_test

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
)

// A tenth cache server joins nine. How many keys move, and how do you keep that small?
//
// With hash modulo n nearly all keys move, so all caches start cold. Consistent hashing
// puts the servers on a ring of hashes and gives a key to the next server clockwise: only about a
// tenth moves, and only to the new server. Each server gets many points on the ring, else
// the parts are of very different size.
//
// Follow-ups:
//   - How is a lookup done? Binary search for the first point at or after the key's hash, wrapping round.
//   - Is there something simpler? Rendezvous hashing: the server with the highest hash of (server, key); linear in servers, no ring.
//   - And hot keys? The ring does not spread one key: replicate it, or bound each server's load and go on to the next.
//
// Pitfalls:
//   - A hash seeded per process (hash/maphash) sends one key to different servers from different clients.
//   - A weak hash of "server-1", "server-2" clusters the points; mix the bits.
//
// Trade-offs: The ring needs memory and an order that all clients agree on; for servers numbered 0 to n-1
// that only grow at the end, jump hashing needs neither.
//
// From Python: Python's bisect over a sorted list is the same code. Never place keys by hash(str): it
// changes with each process, and the Python original keys its cache by just that.
//
// Level: senior. Tags: consistent-hashing, sharding, ring. See: [slices.BinarySearchFunc], caching/keys.
func Example_consistent() {
	nine, ten := newHashRing(9), newHashRing(10)
	const keys = 10_000
	moved, toNew, modulo := 0, 0, 0
	for i := range keys {
		key := "user:" + strconv.Itoa(i)
		if before, after := nine.server(key), ten.server(key); before != after {
			moved++
			if after == 9 {
				toNew++
			}
		}
		if ringHash(key)%9 != ringHash(key)%10 {
			modulo++
		}
	}
	fmt.Println("modulo: nine of ten keys move:", modulo > keys*88/100 && modulo < keys*92/100)
	fmt.Println("ring: one key of ten moves:", moved > keys*7/100 && moved < keys*13/100)
	fmt.Println("all of them to the new server:", moved == toNew)
	// Output:
	// modulo: nine of ten keys move: true
	// ring: one key of ten moves: true
	// all of them to the new server: true
}

type ringPoint struct {
	hash   uint64
	server int
}

type hashRing []ringPoint

func newHashRing(servers int) hashRing {
	var r hashRing
	for server := range servers {
		for point := range 200 {
			r = append(r, ringPoint{ringHash(fmt.Sprint("server-", server, "/", point)), server})
		}
	}
	slices.SortFunc(r, func(a, b ringPoint) int {
		if a.hash < b.hash {
			return -1
		}
		return 1
	})
	return r
}

// server returns the server of the first point at or after the key's hash.
func (r hashRing) server(key string) int {
	i, _ := slices.BinarySearchFunc(r, ringHash(key), func(p ringPoint, hash uint64) int {
		if p.hash < hash {
			return -1
		}
		return 1
	})
	return r[i%len(r)].server
}

// ringHash is FNV-1a with its bits mixed, the same in every process.
func ringHash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	x := binary.BigEndian.Uint64(h.Sum(nil))
	x = (x ^ x>>32) * 0xd6e8feb86659fd93
	return x ^ x>>32
}
