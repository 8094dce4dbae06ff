package token

// Transition is how a change runs over time; what changes is for the style sheet to say.
type Transition struct {
	Duration       Duration    `json:"duration"`
	Delay          Duration    `json:"delay"`
	TimingFunction CubicBezier `json:"timingFunction"`
}

// Type is TypeTransition.
func (Transition) Type() Type { return TypeTransition }

// css gives the transition shorthand without the property: use it as `transition: opacity var(--…)`.
func (t Transition) css(ref func(string) string, at string) string {
	return cssPart(t.Duration, ref, join(at, "duration")) + " " + cssPart(t.TimingFunction, ref, join(at, "timingFunction")) + " " +
		cssPart(t.Delay, ref, join(at, "delay"))
}

func (t Transition) expand() []longhand {
	return []longhand{{"duration", "duration", t.Duration}, {"delay", "delay", t.Delay},
		{"timing-function", "timingFunction", t.TimingFunction}}
}

func readTransition(r *reader, n *node, key string) (Value, bool) {
	var t Transition
	ok := r.composite(n, TypeTransition, key, nil, field{"duration", TypeDuration, set(&t.Duration)},
		field{"delay", TypeDuration, set(&t.Delay)}, field{"timingFunction", TypeCubicBezier, set(&t.TimingFunction)})
	return t, ok
}
