/** key is the form of a site's key. */
export const key = /^[a-z][a-z0-9-]{0,39}$/;

/** originForm is the form of an address of a site: https without a path, or http on this machine. The server looks more closely. */
export const originForm = /^(https:\/\/[^\s/?#@:]+|http:\/\/(localhost|[a-z0-9.-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]))(:\d{1,5})?$/i;
