// want: panic "interface conversion: interface {} is string, not float64"
// The handler asserts the type of a field that somebody else sent. A status in quotes ends the program.
package main

import (
	"encoding/json"
	"fmt"
)

func main() {
	var response map[string]any
	if err := json.Unmarshal([]byte(`{"status": "404"}`), &response); err != nil {
		panic(err)
	}
	if response["status"].(float64) == 404 {
		fmt.Println("not found")
	}
}
