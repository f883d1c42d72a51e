package relation_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/relation"
)

func TestEveryContestantGivesTheRightAnswer(t *testing.T) {
	for _, job := range relation.Topic.Jobs {
		for _, c := range job.Contestants {
			t.Run(job.Name+"/"+c.Library, func(t *testing.T) {
				run, stop, err := c.Start()
				require.NoError(t, err)
				run(1)
				if stop != nil {
					stop()
				}
			})
		}
	}
}

func TestOursKeepsEveryPromise(t *testing.T) {
	for _, row := range relation.Topic.Rows {
		t.Run(row.Name, func(t *testing.T) {
			require.Equal(t, harness.Ours, row.Cells[0].Library)
			require.NoError(t, row.Cells[0].Run())
		})
	}
}
