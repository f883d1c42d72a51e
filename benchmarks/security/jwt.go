package security

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// jwtTokens signs with HS256, with the purpose for an audience.
func jwtTokens(purpose string, lifetime time.Duration) (tokens, error) {
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"HS256"}), jwt.WithAudience(purpose), jwt.WithExpirationRequired())
	key := func(*jwt.Token) (any, error) { return tokenKey, nil }
	return tokens{
		make: func(v string) (string, error) {
			return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
				Subject: v, Audience: jwt.ClaimStrings{purpose}, ExpiresAt: jwt.NewNumericDate(time.Now().Add(lifetime)),
			}).SignedString(tokenKey)
		},
		open: func(text string) (string, error) {
			var claims jwt.RegisteredClaims
			_, err := parser.ParseWithClaims(text, &claims, key)
			return claims.Subject, err
		},
		expired: func(err error) bool { return errors.Is(err, jwt.ErrTokenExpired) },
	}, nil
}
