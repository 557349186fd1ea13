using System.Globalization;

namespace HotWeave.Tool.Processes;

/// <summary>Names of users, from <c>/etc/passwd</c>; users that another directory knows show as numbers.</summary>
internal static class UserNames
{
    private const string Database = "/etc/passwd";

    public static string Find(uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        if (!File.Exists(Database))
            return number;

        // name:password:uid:…
        foreach (var line in File.ReadLines(Database))
        {
            var fields = line.Split(':');
            if (fields.Length > 2 && fields[2] == number)
                return fields[0];
        }

        return number;
    }
}
