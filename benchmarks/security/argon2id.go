package security

import "github.com/alexedwards/argon2id"

func argon2idVerify(given, hash string) (bool, error) {
	return argon2id.ComparePasswordAndHash(given, hash)
}
