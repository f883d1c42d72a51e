// want: output "admin: true"
// Any registered type is decoded, the program's own privileged one included:
// what one part registers for itself, the input of another part can name.
package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
)

type guest struct{ Name string }

type admin struct{ Name string }

func main() {
	gob.Register(guest{})
	gob.Register(admin{}) // For the program's own backups.
	var input bytes.Buffer
	if err := gob.NewEncoder(&input).Encode(struct{ User any }{admin{"mallory"}}); err != nil {
		panic(err)
	}
	var request struct{ User any }
	if err := gob.NewDecoder(&input).Decode(&request); err != nil {
		panic(err)
	}
	_, ok := request.User.(admin)
	fmt.Println("admin:", ok)
}
