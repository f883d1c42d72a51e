package redirect_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/goconcepts/cookbook/benchmarks/harness"
	"github.com/goconcepts/cookbook/benchmarks/redirect"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEveryContestantGivesTheRightAnswer(t *testing.T) {
	for _, job := range redirect.Topic.Jobs {
		for _, c := range job.Contestants {
			t.Run(job.Name+"/"+c.Library, func(t *testing.T) {
				run, stop, err := c.Start()
				require.NoError(t, err)
				run(20)
				stop()
			})
		}
	}
}

func TestOursKeepsEveryPromise(t *testing.T) {
	for _, row := range redirect.Topic.Rows {
		t.Run(row.Name, func(t *testing.T) {
			require.Equal(t, harness.Ours, row.Cells[0].Library)
			require.NoError(t, row.Cells[0].Run())
		})
	}
}
