// want: vet "wrong type"
// The verb fits: nothing is wrong.
package main

import "fmt"

func main() { fmt.Printf("%s\n", "one") }
