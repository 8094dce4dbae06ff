package publishing

// WithoutPlans gives the look as html/template alone renders it.
func (l *Look) WithoutPlans() *Look {
	out := *l
	out.fragments = l.fragments.WithoutPlans()
	return &out
}
