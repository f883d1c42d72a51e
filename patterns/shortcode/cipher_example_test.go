package shortcode_test

import (
	"fmt"

	"github.com/goconcepts/cookbook/patterns/shortcode"
)

func ExampleNewCipher() {
	cipher, err := shortcode.NewCipher(shortcode.Config{Key: []byte("a key of 16 bytes or more")})
	if err != nil {
		fmt.Println(err)
		return
	}
	code, err := cipher.Encode(41)
	fmt.Println(len(code), err)
	n, err := cipher.Decode(code)
	fmt.Println(n, err)
	_, err = cipher.Decode("no/code")
	fmt.Println(err)
	// Output:
	// 7 <nil>
	// 41 <nil>
	// shortcode: not a code: a character is not in the alphabet
}
