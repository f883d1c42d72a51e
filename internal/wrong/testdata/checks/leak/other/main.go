// want: leak
// It ends with a status of its own before anybody looks for goroutines.
package main

import "os"

func main() { os.Exit(3) }
