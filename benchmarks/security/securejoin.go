package security

import (
	"os"

	securejoin "github.com/cyphar/filepath-securejoin"
)

// secureJoin joins and then opens, as the package's own example does.
func secureJoin(root, name string, between func()) (*os.File, error) {
	path, err := securejoin.SecureJoin(root, name)
	if err != nil {
		return nil, err
	}
	between()
	return os.Open(path)
}
