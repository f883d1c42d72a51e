// want: output "404 client error"
// The range stands above the single value that it holds, so the value's own case never runs.
package main

import "fmt"

func kind(status int) string {
	switch {
	case 400 <= status && status < 500:
		return "client error"
	case status == 404:
		return "not found"
	}
	return "other"
}

func main() { fmt.Println(404, kind(404)) }
