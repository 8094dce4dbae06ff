package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
	"github.com/portico-cms/portico/internal/fault"
)

// activityBody counts the audit over a range of days.
type activityBody struct {
	From  string                 `json:"from" doc:"The first day: 2026-11-22"`
	To    string                 `json:"to" doc:"The last day"`
	Lines int                    `json:"lines"`
	Days  []activityDayBody      `json:"days" doc:"Those with lines, in order"`
	Sites []sitePublicationsBody `json:"sites" doc:"That something was published of; with the most first"`
}

type activityDayBody struct {
	Day   string `json:"day"`
	Kind  string `json:"kind" doc:"What it was about: entry, menu, site, session…"`
	Lines int    `json:"lines"`
}

type sitePublicationsBody struct {
	Site         string `json:"site"`
	Publications int    `json:"publications"`
}

func activityBodyOf(v *core.Activity) activityBody {
	out := activityBody{v.From, v.To, v.Lines, []activityDayBody{}, []sitePublicationsBody{}}
	for _, d := range v.Days {
		out.Days = append(out.Days, activityDayBody(d))
	}
	for _, s := range v.Sites {
		out.Sites = append(out.Sites, sitePublicationsBody(s))
	}
	return out
}

func (a *api) registerAuditActivity() {
	type count struct {
		Actor   string    `query:"actor" maxLength:"80"`
		Action  string    `query:"action" maxLength:"80" doc:"entry.publish, session.create…"`
		Subject string    `query:"subject" maxLength:"200" doc:"entry/0192…"`
		Site    string    `query:"site" maxLength:"80"`
		Since   time.Time `query:"since" doc:"None: 30 days before the end"`
		Until   time.Time `query:"until" doc:"Before this; none: the end of today"`
		Zone    string    `query:"zone" maxLength:"60" doc:"Time zone whose days are counted: Europe/Paris; none: UTC"`
	}
	type output struct{ Body activityBody }
	handle(a, huma.Operation{
		OperationID: "count-audit", Method: http.MethodGet, Path: "/api/v1/audit/activity", Summary: "Count the audit by day and kind",
		Description: "Of your sites, over 400 days at most.", Tags: []string{"Audit"}, Security: signedIn, Errors: auditErrors,
	}, func(ctx context.Context, in *count) (*output, error) {
		zone, err := time.LoadLocation(in.Zone)
		if err != nil || in.Zone == "Local" {
			return nil, fault.New(fault.Unprocessable, "%.60q is no time zone such as Europe/Paris", in.Zone)
		}
		f := core.AuditFilter{Actor: in.Actor, Action: in.Action, Subject: in.Subject, Site: in.Site, Since: in.Since, Until: in.Until}
		found, err := a.Authoring.AuditActivity(ctx, actorOf(ctx), f, zone)
		if err != nil {
			return nil, err
		}
		return &output{activityBodyOf(found)}, nil
	})
}
