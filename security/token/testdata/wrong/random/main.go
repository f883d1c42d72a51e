// want: output "the attacker's guess is right: true"
// A token from math/rand is known to whoever knows the seed, and a seed from
// the clock is one of a few.
package main

import (
	"fmt"
	"math/rand/v2"
)

func main() {
	const secondOfStart = 1767225600
	token := func(seed uint64) uint64 { return rand.New(rand.NewPCG(seed, 0)).Uint64() } // #nosec G404 -- this is what is wrong.
	victim := token(secondOfStart)
	guessed := false
	for second := uint64(secondOfStart - 3600); second < secondOfStart+3600; second++ {
		guessed = guessed || token(second) == victim
	}
	fmt.Println("the attacker's guess is right:", guessed)
}
