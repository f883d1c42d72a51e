package question_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

const someResults = `# Results

| not | ours |
|---|---|

<!-- begin retry -behaviour -->
| promise | ours | backoff v5 | go-retry |
|---|--:|--:|--:|
| one | pass | FAILED | - |
| two | pass | pass | pass |
| three | FAILED | hung | - |

What was seen:
<!-- end retry -behaviour -->

<!-- begin pools -->
**1 KiB**

| library | median/buffer | min | ratio | allocs | bytes |
|---|--:|--:|--:|--:|--:|
| ours | 25.5 ns | 23.9 ns | 1.00 | 0 | 0 |
| hand-written | 1.0 ns | 1.0 ns | 0.04 | 0 | 0 |
| github.com/libp2p/go-buffer-pool/v2 | 39.8 ns | 34.1 ns | 1.56 | 0 | 0 |
| standard library | 19.3 ns | 17.3 ns | 0.76 | 0 | 0 |

**alone**

| library | median/buffer | min | ratio | allocs | bytes |
|---|--:|--:|--:|--:|--:|
| ours | 25.5 ns | 23.9 ns | 1.00 | 0 | 0 |
| hand-written | 1.0 ns | 1.0 ns | 0.04 | 0 | 0 |

**hits in per cent**

| requests | capacity | ours |
|---|--:|--:|
| loop | 10 | 1.0 |

**2 KiB**

| library | median/buffer | min | ratio | allocs | bytes |
|---|--:|--:|--:|--:|--:|
| golang.org/x/y | 51.0 ns | 17.3 ns | 2.00 | 0 | 0 |
| ours | 25.5 ns | 23.9 ns | 1.00 | 0 | 0 |
<!-- end pools -->
`

func TestReadmeResults(t *testing.T) {
	readme := "a\n<!-- results: begin -->\nstale\n<!-- results: end -->\nz\n"
	got, err := question.ReadmeResults([]byte(readme), someResults)
	require.NoError(t, err)
	require.Equal(t, `a
<!-- results: begin -->
| topic | ours | others |
|---|---|---|
| `+"`retry`"+` | 2 of 3 | backoff v5 1 of 3, go-retry 1 of 1 |

<details><summary>Times: 2 jobs, of which another library is faster in 1</summary>

| topic | job | ours | the fastest other | it takes |
|---|---|--:|---|--:|
| `+"`pools`"+` | 1 KiB | 25.5 ns | standard library | **0.76x** |
| `+"`pools`"+` | 2 KiB | 25.5 ns | x/y | 2.00x |

</details>
<!-- results: end -->
z
`, string(got))

	_, err = question.ReadmeResults([]byte(readme), "nothing")
	require.ErrorContains(t, err, "benchmarks/RESULTS.md: no verdicts")
	_, err = question.ReadmeResults([]byte("no marks"), someResults)
	require.ErrorContains(t, err, "results: begin")
}
