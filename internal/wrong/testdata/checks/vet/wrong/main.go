// want: vet "wrong type"
// The verb does not fit.
package main

import "fmt"

func main() { fmt.Printf("%d\n", "one") }
