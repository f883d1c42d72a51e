package memory_test

import (
	"testing"

	"github.com/goconcepts/cookbook/patterns/shortener"
	"github.com/goconcepts/cookbook/patterns/shortener/internal/storetest"
	"github.com/goconcepts/cookbook/patterns/shortener/memory"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) shortener.Store { return &memory.Store{} })
}
