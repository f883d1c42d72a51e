module github.com/goconcepts/cookbook/benchmarks

go 1.26.0

// The peers are required here, apart from the module that people import.
replace github.com/goconcepts/cookbook => ..

require (
	cel.dev/cel-go v0.33.2
	github.com/PaesslerAG/jsonpath v0.1.1
	github.com/alecthomas/go-check-sumtype v0.4.0
	github.com/avast/retry-go/v5 v5.1.1
	github.com/cenkalti/backoff/v5 v5.0.3
	github.com/expr-lang/expr v1.17.8
	github.com/failsafe-go/failsafe-go v0.9.8
	github.com/goconcepts/cookbook v0.0.0-00010101000000-000000000000
	github.com/itchyny/gojq v0.12.20
	github.com/nishanths/exhaustive v0.17.1
	github.com/ohler55/ojg v1.28.5
	github.com/samber/lo v1.53.0
	github.com/sethvargo/go-retry v0.5.0
	github.com/stretchr/testify v1.12.1
	go.uber.org/goleak v1.3.0
	golang.org/x/tools v0.52.0
)

require (
	github.com/PaesslerAG/gval v1.0.0 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)

require (
	cel.dev/expr v0.25.1 // indirect
	github.com/antlr4-go/antlr/v4 v4.13.1 // indirect
	github.com/bits-and-blooms/bitset v1.24.4 // indirect
	github.com/goconcepts/cookbook/matching/exhaustive v0.0.0-00010101000000-000000000000
	github.com/itchyny/timefmt-go v0.1.9 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/exp v0.0.0-20240823005443-9b4947da3948 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/genproto/googleapis/api v0.0.0-20240826202546-f6391c0de4c7 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20240826202546-f6391c0de4c7 // indirect
	google.golang.org/protobuf v1.36.10 // indirect
)

replace github.com/goconcepts/cookbook/matching/exhaustive => ../matching/exhaustive
