// want: output "42 strings, one token"
// Decoders of base64 skip line breaks and drop stray bits, so many strings
// are one token: a list of tokens that were used once is gone around.
package main

import (
	"encoding/base64"
	"fmt"
)

func main() {
	text := base64.RawURLEncoding.EncodeToString([]byte("user 7, hour 12, some signature"))
	same := func(s string) bool {
		b, err := base64.RawURLEncoding.DecodeString(s)
		return err == nil && base64.RawURLEncoding.EncodeToString(b) == text
	}
	n := 0
	for i := range len(text) - 1 {
		if same(text[:i] + "\n" + text[i:]) {
			n++
		}
	}
	if last := len(text) - 1; same(text[:last] + string(text[last]+1)) {
		n++
	}
	fmt.Println(n, "strings, one token")
}
