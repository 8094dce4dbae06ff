package authoring

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	core "github.com/portico-cms/portico/internal/authoring"
)

type designChannelBody struct {
	Name      string     `json:"name" doc:"stable, next or preview"`
	Version   string     `json:"version" doc:"Of the release that it stands for"`
	Sites     []string   `json:"sites" doc:"That follow it, of those you may see"`
	UpdatedAt *time.Time `json:"updatedAt,omitempty"`
	UpdatedBy string     `json:"updatedBy,omitempty" doc:"Account id; none where a release came with files"`
}

type designChannelOutput struct {
	Written

	ETag string `header:"ETag"`
	Body designChannelBody
}

func designChannelOf(c *core.DesignChannelView) designChannelBody {
	out := designChannelBody{Name: c.Name, Version: c.Stands, Sites: c.Sites, UpdatedBy: c.UpdatedBy}
	if !c.UpdatedAt.IsZero() {
		at := c.UpdatedAt.UTC()
		out.UpdatedAt = &at
	}
	return out
}

// DesignChannelPath names a channel. Embedded, so exported for huma.
type DesignChannelPath struct {
	Channel string `path:"channel" maxLength:"40" doc:"stable, next or preview"`
}

type designChannelInput struct {
	Version string `json:"version" maxLength:"60" doc:"A release: a newer one, or an older one to go back"`
}

func (a *api) registerDesignChannels() {
	type listOutput struct{ Body listOf[designChannelBody] }
	handle(a, huma.Operation{
		OperationID: "list-design-channels", Method: http.MethodGet, Path: designPath + "/channels", Summary: "List the channels",
		Description: "What a site can follow, and the release that each stands for.",
		Tags:        []string{releasesTag}, Security: signedIn, Errors: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, func(ctx context.Context, _ *struct{}) (*listOutput, error) {
		found, err := a.Authoring.DesignChannels(ctx, actorOf(ctx))
		if err != nil {
			return nil, err
		}
		out := &listOutput{Body: listOf[designChannelBody]{Data: []designChannelBody{}}}
		for _, c := range found {
			out.Body.Data = append(out.Body.Data, designChannelOf(c))
		}
		return out, nil
	})
	type readOutput struct {
		ETag string `header:"ETag"`
		Body designChannelBody
	}
	handle(a, huma.Operation{
		OperationID: "get-design-channel", Method: http.MethodGet, Path: designPath + "/channels/{channel}", Summary: "Read a channel",
		Tags: []string{releasesTag}, Security: signedIn, Errors: readErrors,
	}, func(ctx context.Context, in *DesignChannelPath) (*readOutput, error) {
		c, err := a.Authoring.DesignChannel(ctx, actorOf(ctx), in.Channel)
		if err != nil {
			return nil, err
		}
		return &readOutput{etag(c.Version), designChannelOf(c)}, nil
	})
	type move struct {
		DesignChannelPath

		IfMatch string `header:"If-Match" doc:"The ETag of the channel as you have read it"`
		Body    designChannelInput
	}
	handle(a, huma.Operation{
		OperationID: "move-design-channel", Method: http.MethodPut, Path: designPath + "/channels/{channel}",
		Summary: "Let a channel stand for another release",
		Description: "To promote a release, or to go back to one. Its templates are rendered for every site that follows a channel, in all " +
			"its locales, first: where one fails, it is refused with the list, and what is served stays.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *move) (*designChannelOutput, error) {
		version, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		c, done, err := a.Authoring.MoveDesignChannel(ctx, actorOf(ctx), in.Channel, version, in.Body.Version)
		if err != nil {
			return nil, err
		}
		return &designChannelOutput{Written{done.Sequence, done.Generation}, etag(c.Version), designChannelOf(c)}, nil
	})
}

type designReleaseOutput struct {
	Written

	ETag string `header:"ETag"`
	Body DesignReleaseBody
}

func designReleaseAnswer(v *core.DesignReleaseView, done core.Written, err error) (*designReleaseOutput, error) {
	if err != nil {
		return nil, err
	}
	return &designReleaseOutput{Written{done.Sequence, done.Generation}, etag(v.Revision), designReleaseOf(v)}, nil
}

// DesignReleaseWrite names a release, and what of it a write is based on. Embedded, so exported for huma.
type DesignReleaseWrite struct {
	DesignVersionPath

	IfMatch string `header:"If-Match" doc:"The ETag of the release as you have read it"`
}

type retirementInput struct {
	DeprecatedAt *time.Time `json:"deprecatedAt,omitempty" doc:"Now, where you leave it out"`
	SunsetAt     *time.Time `json:"sunsetAt,omitempty" doc:"When it is withdrawn; it is not known yet, where you leave it out"`
	Successor    string     `json:"successor,omitempty" maxLength:"60" doc:"Version to go to"`
}

func (a *api) registerDesignRetirement() {
	type retire struct {
		DesignReleaseWrite

		Body retirementInput
	}
	handle(a, huma.Operation{
		OperationID: "retire-design-release", Method: http.MethodPut, Path: designPath + "/releases/{version}/retirement",
		Summary: "Retire a release",
		Description: "Sites that are pinned to it are told by the headers Deprecation, Sunset and Link. When the sunset has come it is " +
			"withdrawn: bundles of sites that are still pinned answer 410, and their fragments are those of the channel stable.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *retire) (*designReleaseOutput, error) {
		revision, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return designReleaseAnswer(a.Authoring.RetireDesignRelease(ctx, actorOf(ctx), in.Version, revision, core.NewRetirement(in.Body)))
	})
	handle(a, huma.Operation{
		OperationID: "keep-design-release", Method: http.MethodDelete, Path: designPath + "/releases/{version}/retirement",
		Summary: "Take the end of a release back", Description: "Also where it is withdrawn already.",
		Tags: []string{releasesTag}, Security: signedIn, Errors: writeErrors,
	}, func(ctx context.Context, in *DesignReleaseWrite) (*designReleaseOutput, error) {
		revision, err := ifMatch(in.IfMatch)
		if err != nil {
			return nil, err
		}
		return designReleaseAnswer(a.Authoring.KeepDesignRelease(ctx, actorOf(ctx), in.Version, revision))
	})
}
