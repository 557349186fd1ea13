using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Rollouts;

/// <summary>
/// Chooses the instances of a wave: as many of each zone as its size says, so that no zone goes first as a whole while another has none.
/// Who was chosen stays chosen.
/// </summary>
internal static class WaveChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="application">The application.</param>
    /// <param name="rollout">The roll-out, with those chosen so far.</param>
    /// <param name="instances">The live instances that the patch is for.</param>
    /// <param name="count">How many are to be chosen.</param>
    /// <returns>By zone, the greatest key of a chosen instance.</returns>
    public static IReadOnlyDictionary<string, ulong> Choose(string application, Rollout rollout, IReadOnlyList<InstanceReport> instances, int count)
    {
        var zones = instances.GroupBy(static i => i.Zone, StringComparer.Ordinal)
            .Select(z => new Zone(z.Key, [.. z.Select(i => InstanceKey.Find(application, rollout.Number, i.Instance)).Order()]))
            .OrderBy(static z => z.Name, StringComparer.Ordinal)
            .ToList();
        Allot(zones, instances.Count, count);
        var chosen = new SortedDictionary<string, ulong>(rollout.Chosen.ToDictionary(), StringComparer.Ordinal);
        foreach (var zone in zones.Where(static z => z.Allotted > 0))
        {
            var greatest = zone.Keys[zone.Allotted - 1];
            chosen[zone.Name] = chosen.TryGetValue(zone.Name, out var before) ? Math.Max(before, greatest) : greatest;
        }

        return chosen;
    }

    // By share, what is left over one by one: to zones that keep an instance without the release first, then to the larger remainder.
    private static void Allot(List<Zone> zones, int instances, int count)
    {
        foreach (var zone in zones)
            zone.Allotted = (int)((long)count * zone.Keys.Count / instances);
        for (var left = count - zones.Sum(static z => z.Allotted); left > 0; left--)
        {
            zones.Where(static z => z.Allotted < z.Keys.Count)
                .OrderByDescending(static z => z.Allotted + 1 < z.Keys.Count)
                .ThenByDescending(z => ((long)count * z.Keys.Count) - ((long)z.Allotted * instances))
                .ThenBy(static z => z.Name, StringComparer.Ordinal)
                .First().Allotted++;
        }
    }

    private sealed class Zone(string name, IReadOnlyList<ulong> keys)
    {
        public string Name { get; } = name;

        public IReadOnlyList<ulong> Keys { get; } = keys;

        public int Allotted { get; set; }
    }
}
