namespace HotWeave.Fuzz.Inputs;

/// <summary>Every kind of file that the tool reads, by every verb that reads it.</summary>
internal static class InputCases
{
    // A process that there is not: what is read before a process is asked is all that these cases are about.
    private const string NoProcess = "999999999";

    private const string Alice = "keys/alice.pub.pem";
    private const string AliceSecret = "keys/alice.key.pem";
    private const string Bob = "keys/bob.pub.pem";
    private const string BobSecret = "keys/bob.key.pem";

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
        new("sign patch", "first.hotpatch", ["first.hotpatch", "keys"], ["sign", "first.hotpatch", "--key", AliceSecret, "--application", "App"]),
        new("sign signed patch", "signed.hotpatch", ["signed.hotpatch", "keys"], ["sign", "signed.hotpatch", "--key", BobSecret]),
        new("sign keys", "1.keys", ["1.keys", "keys"], ["sign", "1.keys", "--key", AliceSecret]),
        new("sign private key", AliceSecret, ["first.hotpatch", "keys"], ["sign", "first.hotpatch", "--key", AliceSecret, "--application", "App"]),
        new("patch private key", AliceSecret, ["woven", "next", "keys"],
            ["patch", "-b", "woven/Lib.dll", "-n", "next/Lib.dll", "-o", "out.hotpatch", "--sign", AliceSecret, "--application", "App"]),
        new("verify patch", "signed.hotpatch", ["signed.hotpatch", "keys"],
            ["verify", "signed.hotpatch", "--trust", Alice, "--trust", Bob, "--application", "App"]),
        new("verify keys", "1.keys", ["1.keys", "keys"], ["verify", "1.keys", "--trust", Alice, "--application", "App"]),
        new("verify public key", Alice, ["signed.hotpatch", "keys"], ["verify", "signed.hotpatch", "--trust", Alice]),
        new("verify certificate", "keys/alice.crt", ["signed.hotpatch", "keys"], ["verify", "signed.hotpatch", "--trust", "keys/alice.crt"]),
        new("verify folder of keys", "trusted/1.keys", ["trusted", "signed.hotpatch"],
            ["verify", "signed.hotpatch", "--trust", "trusted", "--format", "json"]),
        new("key rotate public key", Bob, ["keys"],
            ["key", "rotate", "--application", "App", "--number", "1", "--trust", Bob, "--key", AliceSecret, "-o", "2.keys"]),
        new("inspect signed patch", "signed.hotpatch", ["signed.hotpatch"], ["inspect", "signed.hotpatch"]),
        new("audit", "audit.jsonl", ["audit.jsonl"], ["audit", "audit.jsonl"]),
        new("audit history", "audit.jsonl", ["audit.jsonl"], ["audit", "audit.jsonl", "--history", "--since", "2030-01-01", "--format", "json"]),
    ];
}
