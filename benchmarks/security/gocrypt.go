package security

import "github.com/go-crypt/crypt"

func goCryptVerify(given, hash string) (bool, error) { return crypt.CheckPassword(given, hash) }
