// want: vet "wrong type"
// Vet complains of something else.
package main

import "fmt"

func main() { fmt.Printf("%s %s\n", "one") }
