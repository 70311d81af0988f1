// Checks files of alert rules as `promtool check rules` does, by the same parser, and every expression of Grafana's
// dashboards by Prometheus' own. promtool itself would be half of Prometheus to build.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

type dashboard struct {
	Panels []struct {
		Title   string
		Targets []struct{ Expr string }
	}
}

func main() {
	failed := false
	for _, file := range os.Args[1:] {
		checked, faults := check(file)
		for _, fault := range faults {
			fmt.Fprintln(os.Stderr, file+":", fault)
			failed = true
		}
		fmt.Println(file+":", checked, "expressions")
	}
	if failed {
		os.Exit(1)
	}
}

func check(file string) (int, []error) {
	if strings.HasSuffix(file, ".json") {
		return checkDashboard(file)
	}
	groups, faults := rulefmt.ParseFile(file)
	checked := 0
	if groups != nil {
		for _, group := range groups.Groups {
			checked += len(group.Rules)
		}
	}
	return checked, faults
}

func checkDashboard(file string) (checked int, faults []error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, []error{err}
	}
	var read dashboard
	if err := json.Unmarshal(text, &read); err != nil {
		return 0, []error{err}
	}
	for _, panel := range read.Panels {
		for _, target := range panel.Targets {
			checked++
			if _, err := parser.ParseExpr(target.Expr); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", panel.Title, err))
			}
		}
	}
	return checked, faults
}
