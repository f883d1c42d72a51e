// want: output "{key:hunter2}\n\"hunter2\"\n68756e74657232\n"
// A String method hides a secret from %v alone: fmt cannot call it on an
// unexported field, encoding/json does not know it, and a cast or a verb for
// another kind goes around it.
package main

import (
	"encoding/json"
	"fmt"
)

type secret string

func (secret) String() string { return "[REDACTED]" }

type config struct{ key secret }

func main() {
	fmt.Printf("%+v\n", config{"hunter2"})
	b, _ := json.Marshal(secret("hunter2"))
	fmt.Println(string(b))
	fmt.Printf("%x\n", string(secret("hunter2")))
}
