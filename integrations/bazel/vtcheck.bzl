"""vtcheck for Bazel: an aspect that summarises C sources, and a rule that links the summaries.

    load("//integrations/bazel:vtcheck.bzl", "vtcheck_report")

    vtcheck_report(
        name = "check",
        deps = [":server"],
        format = "sarif",
    )

`bazel build :check` writes check.sarif. The vtcheck program is the label of attribute `vtcheck` of the aspect and the rule
(default //tools:vtcheck, a file or an executable target). Findings do not fail the build: read the report, or set
`fail_on_findings`.
"""

VtcheckInfo = provider(doc = "Summaries of a target and all it depends on.", fields = {"summaries": "depset of files", "sources": "depset of files"})

def _flags(context, copts):
    flags = ["-D" + define for define in context.defines.to_list() + context.local_defines.to_list()]
    for folder in context.includes.to_list():
        flags += ["-I", folder]
    for folder in context.quote_includes.to_list():
        flags += ["-iquote", folder]
    for folder in context.system_includes.to_list():
        flags += ["-isystem", folder]
    return flags + copts

def _summarise(target, ctx, source, context, copts):
    output = ctx.actions.declare_file("%s.%s.vtsum" % (ctx.label.name, source.short_path.replace("/", "_")))
    arguments = ctx.actions.args()
    arguments.add_all(["summarise", "--quiet", "--no-cache", source, "-o", output, "--"])
    arguments.add_all(_flags(context, copts))
    ctx.actions.run(
        executable = ctx.executable._vtcheck,
        arguments = [arguments],
        inputs = depset([source], transitive = [context.headers]),
        outputs = [output],
        mnemonic = "VtSummarise",
        progress_message = "Summarising %s" % source.short_path,
    )
    return output

def _aspect(target, ctx):
    inherited = [dep[VtcheckInfo] for dep in getattr(ctx.rule.attr, "deps", []) if VtcheckInfo in dep]
    own, sources = [], []
    if CcInfo in target:
        for item in getattr(ctx.rule.attr, "srcs", []):
            sources += [file for file in item.files.to_list() if file.extension == "c"]
        copts = [ctx.expand_make_variables("copts", word, {}) for word in getattr(ctx.rule.attr, "copts", [])]
        context = target[CcInfo].compilation_context
        own = [_summarise(target, ctx, source, context, copts) for source in sources]
    summaries = depset(own, transitive = [info.summaries for info in inherited])
    return [
        VtcheckInfo(summaries = summaries, sources = depset(sources, transitive = [info.sources for info in inherited])),
        OutputGroupInfo(vtcheck = summaries),
    ]

_VTCHECK = attr.label(default = "//tools:vtcheck", executable = True, allow_files = True, cfg = "host")

vtcheck_aspect = aspect(implementation = _aspect, attr_aspects = ["deps"], attrs = {"_vtcheck": _VTCHECK})

def _report(ctx):
    summaries = depset(transitive = [dep[VtcheckInfo].summaries for dep in ctx.attr.deps])
    output = ctx.actions.declare_file("%s.%s" % (ctx.label.name, ctx.attr.format))
    names = ctx.actions.declare_file(ctx.label.name + ".list")
    ctx.actions.write(names, "".join([file.path + "\n" for file in summaries.to_list()]))
    arguments = ctx.actions.args()
    arguments.add_all(["link", "--quiet", "--allow-incomplete", "--format", ctx.attr.format, "--output", output])
    if not ctx.attr.fail_on_findings:
        arguments.add("--exit-zero")
    arguments.add_all(ctx.attr.options)
    arguments.add("@" + names.path)
    ctx.actions.run(
        executable = ctx.executable._vtcheck,
        arguments = [arguments],
        inputs = depset([names] + ctx.files.config, transitive = [summaries]),
        outputs = [output],
        mnemonic = "VtLink",
        progress_message = "Checking %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([output]))]

vtcheck_report = rule(
    implementation = _report,
    attrs = {
        "deps": attr.label_list(aspects = [vtcheck_aspect], providers = [CcInfo], mandatory = True),
        "format": attr.string(default = "text"),
        "options": attr.string_list(doc = "more options of 'vtcheck link'"),
        "config": attr.label_list(allow_files = True, doc = ".vtcheck.yaml files"),
        "fail_on_findings": attr.bool(default = False),
        "_vtcheck": _VTCHECK,
    },
)
