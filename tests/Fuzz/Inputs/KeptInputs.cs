using HotWeave.Fuzz.Running;

namespace HotWeave.Fuzz.Inputs;

/// <summary>Keeps inputs that did not end as they have to in files, and says which command they were for.</summary>
internal sealed class KeptInputs(string folder)
{
    private const int LongestLine = 300;

    /// <summary>Keeps one.</summary>
    public void Add(Outcome outcome, byte[] bytes)
    {
        Directory.CreateDirectory(folder);
        var input = InputCases.All[outcome.Number % InputCases.All.Count];
        var name = $"{input.Name.Replace(' ', '-')}-{outcome.Number}";
        File.WriteAllBytes(Path.Combine(folder, name + Path.GetExtension(input.Damaged)), bytes);
        File.AppendAllText(Path.Combine(folder, "found.txt"), $"{outcome.ToLine()}\thotweave {string.Join(' ', input.Arguments)}\n");
        Console.WriteLine($"{name}: {outcome.Result} {(outcome.Detail.Length > LongestLine ? outcome.Detail[..LongestLine] : outcome.Detail)}");
    }
}
