namespace HotWeave.Fuzz.Inputs;

/// <summary>Every kind of file that the tool reads, by every verb that reads it.</summary>
internal static class InputCases
{
    // A process that there is not: what is read before a process is asked is all that these cases are about.
    private const string NoProcess = "999999999";

    /// <summary>The cases.</summary>
    public static IReadOnlyList<InputCase> All { get; } =
    [
        new("weave assembly", "app/Lib.dll", ["app"], ["weave", "app/Lib.dll", "-o", "out.dll", "--all"]),
        new("weave woven assembly", "woven/Lib.dll", ["woven"], ["weave", "woven/Lib.dll", "-o", "out.dll", "--all"]),
        new("weave symbols", "app/Lib.pdb", ["app"], ["weave", "app/Lib.dll", "-o", "out.dll", "--all", "--overrides", "--interfaces"]),
        new("weave embedded", "embedded/Lib.dll", ["embedded", "app/HotWeave.Runtime.dll"], ["weave", "embedded/Lib.dll", "-o", "out.dll", "--all", "--overrides", "--interfaces", "--reference", "app"]),
        new("weave reference", "app/Lib.dll", ["app", "program"], ["weave", "program/App.dll", "-o", "out.dll", "--all", "--overrides", "--interfaces", "--reference", "app"]),
        new("weave runtime", "app/HotWeave.Runtime.dll", ["app"], ["weave", "app/Lib.dll", "-o", "out.dll", "--all"]),
        new("weave key", "key.snk", ["signed", "app/HotWeave.Runtime.dll", "key.snk"], ["weave", "signed/Lib.dll", "-o", "out.dll", "--all", "--key", "key.snk", "--reference", "app"]),
        new("folder assembly", "app/Lib.dll", ["app"], ["weave", "app", "--all"]),
        new("folder program", "app/App.dll", ["app"], ["weave", "app"]),
        new("folder symbols", "app/Lib.pdb", ["app"], ["weave", "app", "--all"]),
        new("folder runtime", "app/HotWeave.Runtime.dll", ["app"], ["weave", "app", "--all"]),
        new("folder deps.json", "app/App.deps.json", ["app"], ["weave", "app", "--all"]),
        new("folder runtimeconfig.json", "app/App.runtimeconfig.json", ["app"], ["weave", "app", "--all"]),
        new("folder record", "woven/.hotweave/record.json", ["woven"], ["weave", "woven", "--all"]),
        new("folder journal", "unfinished/.hotweave/journal.json", ["unfinished"], ["weave", "unfinished", "--all"]),
        new("folder staged", "unfinished/.hotweave/staging/0", ["unfinished"], ["weave", "unfinished", "--all"]),
        new("folder original", "woven/.hotweave/originals/Lib.dll", ["woven"], ["weave", "woven"]),
        new("restore record", "woven/.hotweave/record.json", ["woven"], ["weave", "woven", "--restore"]),
        new("restore journal", "unfinished/.hotweave/journal.json", ["unfinished"], ["weave", "unfinished", "--restore"]),
        new("restore original", "woven/.hotweave/originals/Lib.dll", ["woven"], ["weave", "woven", "--restore"]),
        new("patch baseline", "woven/Lib.dll", ["woven", "next"], ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch"]),
        new("patch new", "next/Lib.dll", ["woven", "next"], ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch"]),
        new("patch baseline symbols", "woven/Lib.pdb", ["woven", "next"], ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch"]),
        new("patch new symbols", "next/Lib.pdb", ["woven", "next"], ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch"]),
        new("patch embedded", "embedded/Lib.dll", ["woven", "embedded"], ["patch", "-b", "woven/Lib.dll", "-n", "embedded/Lib.dll", "-o", "out.hotpatch", "--reference", "woven"]),
        new("patch earlier", "first.hotpatch", ["woven", "next", "first.hotpatch"], ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch", "--earlier", "first.hotpatch"]),
        new("patch reference", "woven/Lib.dll", ["woven", "next/App.dll"], ["patch", "-b", "woven/App.dll", "-n", "next/App.dll", "-o", "out.hotpatch", "--reference", "woven"]),
        new("patch folders", "next/Lib.dll", ["woven", "next"], ["patch", "-b", "woven", "-n", "next", "-o", "out.hotpatch"]),
        new("patch folders deps.json", "next/App.deps.json", ["woven", "next"], ["patch", "-b", "woven", "-n", "next", "-o", "out.hotpatch"]),
        new("diff baseline", "woven/Lib.dll", ["woven", "next"], ["diff", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "--format", "json"]),
        new("diff new", "next/Lib.dll", ["woven", "next"], ["diff", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "--sarif", "out.sarif"]),
        new("diff folders", "woven/App.dll", ["woven", "next"], ["diff", "-b", "woven", "-n", "next"]),
        new("inspect assembly", "woven/Lib.dll", ["woven"], ["inspect", "woven/Lib.dll"]),
        new("inspect symbols", "woven/Lib.pdb", ["woven"], ["inspect", "woven/Lib.dll", "--format", "json"]),
        new("inspect patch", "first.hotpatch", ["first.hotpatch"], ["inspect", "first.hotpatch"]),
        new("apply patch", "first.hotpatch", ["first.hotpatch"], ["apply", "first.hotpatch", "--pid", NoProcess]),
        new("prepare patch", "first.hotpatch", ["first.hotpatch"], ["prepare", "first.hotpatch", "--pid", NoProcess]),
    ];
}
