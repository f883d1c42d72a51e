// want: output "right password: true, other end: true"
// bcrypt compares 72 bytes and drops the rest without a word: two long
// passphrases that differ at the end are one.
package main

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

func main() {
	start := strings.Repeat("long passphrase ", 5)[:72]
	hash, err := bcrypt.GenerateFromPassword([]byte(start), bcrypt.MinCost)
	if err != nil {
		panic(err)
	}
	right := bcrypt.CompareHashAndPassword(hash, []byte(start+"one")) == nil
	other := bcrypt.CompareHashAndPassword(hash, []byte(start+"two")) == nil
	fmt.Printf("right password: %t, other end: %t\n", right, other)
}
