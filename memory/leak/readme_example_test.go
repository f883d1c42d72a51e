package leak_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goconcepts/cookbook/memory/leak"
)

// quote: begin

type login struct{ basket []string }

var logins = map[string]*login{}

func logout(name string) { logins[name].basket = nil } // and the entry stays

func testLogout(t testing.TB) {
	logins["ada"] = &login{basket: []string{"book"}}
	ada := logins["ada"]
	logout("ada")
	leak.Collected(t, ada, leak.Root("logins", &logins))
}

// quote: end

// A test of a logout finds what still holds the login.
func ExampleCollected_logout() {
	report, _, _ := strings.Cut(record(testLogout), "\n\treached from")
	fmt.Println(report)
	// Output:
	// leak: collected: the object is still reachable
	// 	kept by logins["ada"]
}
