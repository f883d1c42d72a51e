// want: output "valid: false"
// Cutting a string to three bytes cuts the third letter in half.
package main

import (
	"fmt"
	"unicode/utf8"
)

func main() {
	word := "naïve"
	fmt.Println("valid:", utf8.ValidString(word[:3]))
}
