using System.Globalization;
using System.Text;

namespace HotWeave.Benchmarks.Patches;

/// <summary>Text of so many classes with so many methods each, every one of which differs between the versions.</summary>
internal static class Source
{
    public static string Of(int types, int methods, int version)
    {
        var text = new StringBuilder("using System;\nusing System.Collections.Generic;\nusing System.Linq;\n");
        for (var type = 0; type < types; type++)
        {
            text.Append(CultureInfo.InvariantCulture, $"public class Service{type} {{\n    private readonly Dictionary<string, int> _seen = new();\n    private int _count;\n");
            for (var method = 0; method < methods; method++)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""
                        public int Handle{{method}}(string name, int[] values)
                        {
                            var total = {{version}};
                            foreach (var value in values)
                            {
                                if (value % {{method + 2}} == 0)
                                    total += value * {{version}};
                                else if (_seen.TryGetValue(name, out var earlier))
                                    total -= earlier + _count++;
                            }

                            _seen[name] = total;
                            return name.Length > 3 ? total + Math.Max(name.Length, {{type}}) : total + values.Length;
                        }

                    """);
            }

            text.Append("}\n");
        }

        return text.ToString();
    }
}
