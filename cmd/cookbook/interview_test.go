package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goconcepts/cookbook/internal/question"
)

// made returns questions of all topics and levels, and the design question.
func made() []question.Question {
	var all []question.Question
	for _, topic := range question.Topics() {
		for _, level := range question.Levels() {
			for i := range 4 {
				all = append(all, question.Question{
					ID: fmt.Sprintf("%s/%s%d", topic, level, i), Level: level, Title: "Why `x_y`?", Answer: "Because it *is*.",
					FollowUps: []question.FollowUp{{Question: "And then?", Answer: "Nothing."}}, Pitfalls: []string{"To fall."},
				})
			}
		}
	}
	return append(all, question.Question{ID: designAnswer, Level: "mid", Title: "Design TinyURL", Answer: "So.", Output: "codes 7\nok"})
}

func TestPlanFillsTheTimeAndTheTopics(t *testing.T) {
	all := made()
	for _, level := range question.Levels() {
		for minutes := shortest; minutes <= 120; minutes += 5 {
			for seed := range uint64(20) {
				s := plan(all, level, minutes, seed+1)
				used, topics, seen := opening+closing, map[string]int{}, map[string]bool{}
				if s.design != nil {
					used += designPart
				}
				require.Equal(t, minutes >= withDesign, s.design != nil)
				for _, q := range s.questions {
					used += minutesOf[q.Level]
					topics[q.Topic()]++
					require.False(t, seen[q.ID])
					seen[q.ID] = true
					require.NotSame(t, s.design, q)
					require.False(t, level == "junior" && q.Level == "senior")
				}
				require.LessOrEqual(t, used, minutes)
				require.Greater(t, used, minutes-minutesOf["junior"], "no room for one more is left")
				for _, n := range topics {
					require.LessOrEqual(t, n, len(s.questions)/len(topics)+2)
				}
				require.Equal(t, s, plan(all, level, minutes, seed+1))
			}
		}
	}
}

func TestSheet(t *testing.T) {
	var b strings.Builder
	all := made()
	plan(all, "senior", 60, 1).write(markdownPaper{newScreen(&b)}, all)
	out := b.String()
	require.Less(t, strings.Index(out, "## Questions"), strings.Index(out, "## Answers"))
	questions, answers, _ := strings.Cut(out, "## Answers")
	require.NotContains(t, questions, "Because", "answers are not beside the questions")
	require.NotContains(t, questions, "Nothing.")
	require.Contains(t, questions, "- And then?")
	require.Contains(t, questions, "Situation: who uses it")
	require.Contains(t, answers, "```\ncodes 7\nok\n```")
	require.Contains(t, answers, "Because it \\*is\\*.")
	require.Contains(t, answers, "Why \\`x\\_y\\`?")
}

func TestInterview(t *testing.T) {
	out := succeed(t, "interview", "-seed", "7", "-minutes", "30", "-level", "mid")
	require.Contains(t, out, "Interview: mid, 30 minutes (seed 7)")
	require.Equal(t, out, succeed(t, "interview", "-seed", "7", "-minutes", "30", "-level", "mid"))
	require.NotEqual(t, out, succeed(t, "interview", "-seed", "8", "-minutes", "30", "-level", "mid"))
	require.Contains(t, succeed(t, "interview", "-md"), "# Interview: senior, 45 minutes")
	for _, args := range []string{"-minutes 5", "-minutes 999", "-level boss", "now"} {
		status, _, stderr := call(append([]string{"interview"}, strings.Fields(args)...)...)
		require.Equal(t, statusUsage, status)
		require.Equal(t, 1, strings.Count(stderr, "\n"))
	}
}
