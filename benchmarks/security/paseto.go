package security

import (
	"time"

	"aidanwoods.dev/go-paseto"
)

// pasetoTokens encrypts by version 4, with the purpose for an audience.
func pasetoTokens(purpose string, lifetime time.Duration) (tokens, error) {
	key, err := paseto.V4SymmetricKeyFromBytes(tokenKey)
	parser := paseto.NewParser()
	parser.AddRule(paseto.ForAudience(purpose))
	return tokens{
		make: func(v string) (string, error) {
			t := paseto.NewToken()
			t.SetSubject(v)
			t.SetAudience(purpose)
			t.SetExpiration(time.Now().Add(lifetime))
			return t.V4Encrypt(key, nil), nil
		},
		open: func(text string) (string, error) {
			t, err := parser.ParseV4Local(key, text, nil)
			if err != nil {
				return "", err
			}
			return t.GetSubject()
		},
	}, err
}
