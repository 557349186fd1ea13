using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Kills;

/// <summary>An operation that is killed.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Before">The folder that it changes, as it is before.</param>
/// <param name="Command">The program that does it, with its arguments, given the folder.</param>
/// <param name="Start">The application that is started after it, given the folder.</param>
/// <param name="Said">What the application may say: that of before and that of after.</param>
/// <param name="Ready">What the program says when the operation begins; null where it is the whole program.</param>
/// <param name="Nothing">The code that says that there is nothing left to do; null where the command says nothing of it.</param>
/// <param name="Last">The file of the folder that says that the others are there, so that these must be on the disk first; null where there is none.</param>
internal sealed record KillCase(
    string Name, string Before, Func<string, string[]> Command, Func<string, string[]> Start, IReadOnlyList<string> Said, string? Ready = null, string? Nothing = null, string? Last = null)
{
    /// <summary>Makes the cases, and the folders that they begin with.</summary>
    public static IReadOnlyList<KillCase> MakeAll(string scratch)
    {
        var seeds = SeedFolder.In(Path.Combine(scratch, "seeds"));
        seeds.MakeUnwoven();
        seeds.MakeConfirming();
        FolderState.Copy(seeds.File("app"), seeds.File("restorable"));
        Run(scratch, Weave(seeds.File("restorable")));
        string[] program = [seeds.File("confirming/App.dll")];
        Run(scratch, [.. program, seeds.File("two.hotpatch"), "two"], seeds.File("patches"));
        var said = Run(scratch, [seeds.File("app/App.dll")]);
        Func<string, string[]> start = static folder => [Path.Combine(folder, "App.dll")];
        return
        [
            new("confirm a patch", seeds.File("patches"), _ => [.. program, seeds.File("three.hotpatch"), "three"], _ => program, ["two\n", "three\n"], "ready", Last: "journal"),
            new("weave a folder", seeds.File("app"), Weave, start, [said, said]),
            new("restore a folder", seeds.File("restorable"), static folder => [Tool, "weave", folder, "--restore"], start, [said, said], Nothing: "HW7109"),
        ];
    }

    private static string Tool => typeof(Tool.Program).Assembly.Location;

    private static string[] Weave(string folder) => [Tool, "weave", folder, "--all"];

    private static string Run(string scratch, string[] command, string? patches = null)
    {
        var (code, said, errors) = KilledProcess.Run(new KillPlace(scratch, patches ?? Path.Combine(scratch, "none")), command);
        return code == 0 ? said : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {code}: {said}{errors}");
    }
}
