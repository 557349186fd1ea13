namespace HarmonyLib;

public class Harmony
{
    public Harmony(string id) => throw new NotSupportedException();
}
