using System.Globalization;
using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>
/// The smallest sequence numbers that are not older than what is confirmed, one for each of the application's assemblies: patches of
/// different ones need not come in one order. Immutable; it is part of the journal of confirmed patches, which is written as a whole.
/// </summary>
/// <param name="KeysNumber">How many statements about keys there were then.</param>
/// <param name="Base">The floor of assemblies that have none of their own.</param>
/// <param name="Assemblies">The assemblies' own.</param>
internal sealed record SequenceFloors(long KeysNumber, long Base, IReadOnlyDictionary<string, long> Assemblies)
{
    /// <summary>How a line of the journal begins.</summary>
    internal const string AssemblyWord = "sequence ";
    internal const string KeysWord = "keys ";

    internal static SequenceFloors None { get; } = new(0, 0, new Dictionary<string, long>());

    /// <summary>The largest of the floors of a statement's assemblies.</summary>
    internal long Find(PatchStatement statement) => statement.Baselines.Select(b => Assemblies.GetValueOrDefault(b.Assembly, Base)).DefaultIfEmpty(Base).Max();

    /// <summary>
    /// With the floors of a statement's assemblies at its number, whether that is more or less: who confirms an older patch on purpose
    /// means it.
    /// </summary>
    internal SequenceFloors With(PatchStatement statement)
    {
        var assemblies = new Dictionary<string, long>(Assemblies, StringComparer.Ordinal);
        foreach (var baseline in statement.Baselines)
            assemblies[baseline.Assembly] = statement.Sequence;
        return this with { Assemblies = assemblies };
    }

    /// <summary>As the statements about keys leave them: a newer one may let the numbers begin again.</summary>
    internal SequenceFloors Under(KeySet keys) =>
        keys.Number <= KeysNumber ? this
        : keys.Sequence is { } sequence ? new SequenceFloors(keys.Number, sequence, None.Assemblies)
        : this with { KeysNumber = keys.Number };

    /// <summary>The lines of the journal, none where nothing was ever signed.</summary>
    internal IEnumerable<string> Write()
    {
        if (KeysNumber > 0 || Base > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{KeysWord}{KeysNumber} {Base}");
        foreach (var (assembly, number) in Assemblies.OrderBy(static a => a.Key, StringComparer.Ordinal))
            yield return string.Create(CultureInfo.InvariantCulture, $"{AssemblyWord}{number} {assembly}");
    }

    /// <summary>With what a line says; null when it says something else.</summary>
    /// <exception cref="FormatException">It begins as one of these, and is none.</exception>
    internal SequenceFloors? TryRead(string line)
    {
        if (line.StartsWith(KeysWord, StringComparison.Ordinal))
        {
            var (keys, rest) = ReadNumber(line[KeysWord.Length..]);
            return this with { KeysNumber = keys, Base = ReadNumber(rest + " ").Number };
        }

        if (!line.StartsWith(AssemblyWord, StringComparison.Ordinal))
            return null;
        var (number, assembly) = ReadNumber(line[AssemblyWord.Length..]);
        return this with { Assemblies = new Dictionary<string, long>(Assemblies, StringComparer.Ordinal) { [assembly] = number } };
    }

    private static (long Number, string Remainder) ReadNumber(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, text[(end + 1)..])
            : throw new FormatException("it has a sequence that is no number");
    }
}
